/** Separation by neural networks in ONNX files: the public model families, each with its own way from samples to stems. */
package dev.sfa.core.separation.onnx;
