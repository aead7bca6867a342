/**
 * Files from a {@link dev.assay.study.Report}: one folder with an HTML page, CSV and JSON of every
 * table, SVG and PNG of every figure and a manifest.
 *
 * <p>A figure becomes a drawing (lines, areas, text: {@code Painter} and its helpers), and a
 * drawing becomes SVG or PNG. Text is measured and drawn from the outlines of a font on the class
 * path, so nothing here needs a display, fontconfig, FreeType or an installed font.
 */
package dev.assay.report;
