/** Separation by what is not part of sfa: the program demucs, and the service LALAL.AI. */
package dev.sfa.core.separation.external;
