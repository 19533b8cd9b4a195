/** What an analysis found, in the formats of other programs. */
package dev.sfa.core.export;
