/**
 * The command line: one picocli class for each command, mixins for what they share. The only
 * package that prints.
 */
package dev.assay.cli;
