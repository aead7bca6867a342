/** The operations that networks are made of, and where they run. */
package dev.assay.backend;
