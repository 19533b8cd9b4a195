package dev.sfa.core.download;

/** Thrown where a web page answers instead of a file: another source may know what to do with it. */
final class WebPageException extends RuntimeException {
    WebPageException(String shown) {
        super(shown);
    }
}
