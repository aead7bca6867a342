/** Networks: what they are (layers, architectures) and how they run (plans on a backend). */
package dev.assay.nn;
