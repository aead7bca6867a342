/**
 * What a study takes and what it gives: a {@link dev.assay.study.Study} turns a {@link
 * dev.assay.study.Subject} and its own configuration into a {@link dev.assay.study.Report} of
 * tables, figures and checked claims. Nothing here knows a file format.
 */
package dev.assay.study;
