/** Work on files of this machine that needs no daemon. */
package dev.sfa.cli.local;
