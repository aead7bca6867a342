/**
 * One class for each paper whose statements are checked: it trains what it needs, measures,
 * aggregates and judges. Everything that takes long is a cell of a {@link dev.assay.store.Store}.
 */
package dev.assay.study.paper;
