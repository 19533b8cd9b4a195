package dev.sfa.daemon.channel;

import dev.sfa.daemon.auth.Principal;

/** A client that was let in. */
record Visitor(Principal principal, Serializer serializer) {}
