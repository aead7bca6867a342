/**
 * What can be measured of networks: a record for each measure, the list of them, and the bench on
 * which they are taken. Nothing here knows what becomes of a result.
 */
package dev.assay.measure;
