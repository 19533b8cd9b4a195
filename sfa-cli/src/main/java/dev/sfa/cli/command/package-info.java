/** A class a command. */
package dev.sfa.cli.command;
