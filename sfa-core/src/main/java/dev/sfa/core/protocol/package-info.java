/** What client and daemon both speak: job payloads, JSON, Phoenix messages and their serializers. */
package dev.sfa.core.protocol;
