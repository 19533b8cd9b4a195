package dev.sfa.daemon.channel;

import dev.sfa.daemon.auth.Principal;
import java.util.Map;

/**
 * A client that was let in.
 *
 * @param params of the query string, nested as {@link QueryParams} says
 */
record Visitor(Principal principal, Serializer serializer, Map<String, Object> params) {}
