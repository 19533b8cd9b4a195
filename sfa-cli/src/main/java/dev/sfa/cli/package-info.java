/** The program {@code sfa}: the table of commands and how one is chosen. */
package dev.sfa.cli;
