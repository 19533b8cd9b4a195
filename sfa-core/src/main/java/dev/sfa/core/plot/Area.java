package dev.sfa.core.plot;

/** A rectangle of a picture. */
record Area(double left, double top, double right, double bottom) {
    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    /** The y of a part of the height, 0 at the bottom. */
    double y(double part) {
        return bottom - part * height();
    }
}
