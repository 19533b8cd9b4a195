/** The engines that separate, and the choice among them. */
package dev.sfa.core.separation.engine;
