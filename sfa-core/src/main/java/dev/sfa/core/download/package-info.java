/** Getting audio from where people have it: files of this machine, web servers. */
package dev.sfa.core.download;
