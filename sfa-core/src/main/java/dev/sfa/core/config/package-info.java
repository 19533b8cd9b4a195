/** Settings and where files live. */
package dev.sfa.core.config;
