package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The episodes of a podcast, from its feed (RSS 2.0 with the names of Apple's podcast namespace; RFC 5005 for feeds in pages).
 * Entities and document type definitions are not read.
 */
final class PodcastFeed {
    private static final int LONGEST_TEXT = 10_000;

    private final HttpAddress address;
    private final List<Listing.Item> items = new ArrayList<>();
    private String channelTitle = "";
    private String channelAuthor = "";
    private String title;
    private String author;
    private String duration;
    private String enclosure;
    private long length;
    private boolean inItem;
    private HttpAddress next;

    private PodcastFeed(HttpAddress address) {
        this.address = address;
    }

    /** Whether a document that starts so may be a feed. */
    static boolean startsLike(String start) {
        String lower = start.toLowerCase(Locale.ROOT);
        return lower.contains("<rss") || (lower.stripLeading().startsWith("<?xml") && !lower.contains("<html"));
    }

    /** @throws SfaException (NOT_AUDIO) when it is not a feed */
    static PodcastFeed parse(HttpAddress address, byte[] document) {
        PodcastFeed feed = new PodcastFeed(address);
        try {
            feed.read(document);
        } catch (XMLStreamException e) {
            throw new SfaException(
                    ErrorCode.NOT_AUDIO,
                    address.shown() + " is not a feed that can be read (line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNumber()) + ").",
                    e);
        }
        return feed;
    }

    String title() {
        return channelTitle;
    }

    List<Listing.Item> items() {
        return items;
    }

    /** Where older episodes are. */
    Optional<HttpAddress> next() {
        return Optional.ofNullable(next);
    }

    private void read(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
        StringBuilder text = new StringBuilder();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    text.setLength(0);
                    start(reader);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() < LONGEST_TEXT) {
                        text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    end(name(reader), text.toString().strip(), depth);
                    depth--;
                    text.setLength(0);
                }
                default -> {
                    // Comments and the like say nothing.
                }
            }
        }
    }

    private void start(XMLStreamReader reader) {
        String name = name(reader);
        if (name.equals("item")) {
            inItem = true;
            title = "";
            author = "";
            duration = "";
            enclosure = "";
            length = -1;
        } else if (name.endsWith("link") && !inItem && attribute(reader, "rel").equals("next")) {
            next = resolved(attribute(reader, "href")).orElse(null);
        } else if (name.equals("enclosure") && inItem && enclosure.isEmpty()) {
            String type = attribute(reader, "type").toLowerCase(Locale.ROOT);
            if (type.isEmpty() || type.startsWith("audio/") || type.startsWith("video/")) {
                enclosure = attribute(reader, "url");
                String bytes = attribute(reader, "length");
                length = bytes.matches("[1-9]\\d{0,17}") ? Long.parseLong(bytes) : -1;
            }
        }
    }

    private void end(String name, String text, int depth) {
        if (inItem) {
            switch (name) {
                case "title", "itunes:title" -> title = title.isEmpty() ? text : title;
                case "itunes:author", "author", "dc:creator" -> author = author.isEmpty() ? text : author;
                case "itunes:duration" -> duration = text;
                case "item" -> {
                    inItem = false;
                    add();
                }
                default -> {
                    // Not needed.
                }
            }
        } else if (depth == 3 && name.equals("title")) {
            channelTitle = text;
        } else if (depth == 3 && name.equals("itunes:author")) {
            channelAuthor = text;
        }
    }

    private void add() {
        if (enclosure.isEmpty()) {
            return;
        }
        // An episode whose address makes no sense is none.
        resolved(enclosure).ifPresent(target -> {
            TrackNames names = TrackNames.of(java.util.Map.of("title", title), target.fileName());
            String by = !author.isEmpty() ? author : !channelAuthor.isEmpty() ? channelAuthor : channelTitle;
            items.add(new Listing.Item(target.withCredentials(), names.title(), by, seconds(duration), length));
        });
    }

    private Optional<HttpAddress> resolved(String reference) {
        try {
            return reference.isEmpty() ? Optional.empty() : Optional.of(address.resolved(reference));
        } catch (SfaException e) {
            return Optional.empty();
        }
    }

    /** Seconds, or hours:minutes:seconds with or without the hours. */
    private static double seconds(String text) {
        if (!text.matches("\\d{1,6}(:\\d{1,2}){0,2}(\\.\\d+)?")) {
            return 0;
        }
        double seconds = 0;
        for (String part : text.split(":")) {
            seconds = 60 * seconds + Double.parseDouble(part);
        }
        return seconds;
    }

    private static String name(XMLStreamReader reader) {
        String prefix = reader.getPrefix();
        return prefix == null || prefix.isEmpty() ? reader.getLocalName() : prefix + ":" + reader.getLocalName();
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }
}
