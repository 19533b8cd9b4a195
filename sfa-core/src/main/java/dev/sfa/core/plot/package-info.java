/** Pictures of recordings and of what was found in them. */
package dev.sfa.core.plot;
