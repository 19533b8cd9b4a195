/** Programs of others that sfa runs: finding them, running them, ending them. */
package dev.sfa.core.tool;
