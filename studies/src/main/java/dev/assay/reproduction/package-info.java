/**
 * What papers that are checked have in common: {@link dev.assay.reproduction.Paper} itself, the
 * laboratory in which it works, families of networks, verdicts, and the report. The papers are
 * rooms of {@code dev.assay.paper}.
 */
package dev.assay.reproduction;
