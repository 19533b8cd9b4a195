/** The REST API, JSON over HTTP: routes, access, errors, files. */
package dev.sfa.daemon.http;
