/** Makes the manual pages and the completions out of the commands themselves, and tests both. */
package dev.sfa.cli.reference;
