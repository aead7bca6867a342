/** A room for each paper whose statements are checked, and the list of them. */
package dev.assay.paper;
