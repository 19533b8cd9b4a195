/** How a long computation reports progress and is told to stop. */
package dev.sfa.core.task;
