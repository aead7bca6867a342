/**
 * The backend for NVIDIA GPUs: own kernels compiled for the card at hand, cuBLAS for products,
 * cuDNN for convolutions. {@code CudaBackend} speaks to a {@code Device} alone, so that all of it
 * but that device runs in tests on machines without a GPU.
 */
package dev.assay.backend.cuda;
