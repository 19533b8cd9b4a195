/** From a mixture to its stems. */
package dev.sfa.core.separation;
