/** Where the files that a command brings out go, and under which names. */
package dev.sfa.cli.output;
