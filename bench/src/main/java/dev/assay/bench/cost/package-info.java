/** How the time and memory of a sample grow with the network and the batch; see {@link Cost}. */
package dev.assay.bench.cost;
