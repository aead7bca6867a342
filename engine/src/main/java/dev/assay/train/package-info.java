/** Training: optimisers, schedules, the loop, its history and its checkpoints. */
package dev.assay.train;
