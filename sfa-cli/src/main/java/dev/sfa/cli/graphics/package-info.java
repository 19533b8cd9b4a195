/** Pictures in a terminal: as coloured characters, or by the protocols that terminals have for images. */
package dev.sfa.cli.graphics;
