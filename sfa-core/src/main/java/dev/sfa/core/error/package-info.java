/** What can go wrong, in words and codes that mean the same to daemon, client and script. */
package dev.sfa.core.error;
