/**
 * Brings data sets from where they are published: {@link dev.assay.fetch.Published} says where,
 * {@link dev.assay.fetch.Download} gets one file.
 */
package dev.assay.fetch;
