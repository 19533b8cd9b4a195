package dev.sfa.cli.command;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 200000}, {@code 500k}, {@code 1.5M}: bytes a second, in powers of 1024 as curl and yt-dlp count. */
final class ByteRate implements ITypeConverter<Long> {
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([kmg]?)");
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    @Override
    public Long convert(String text) {
        Matcher parts = RATE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new TypeConversionException("\"" + text + "\" is not a rate; write 500k or 1.5M");
        }
        int power = parts.group(2).isEmpty() ? 0 : 1 + "kmg".indexOf(parts.group(2));
        BigDecimal rate = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        if (rate.compareTo(BigDecimal.ONE) < 0 || rate.compareTo(MOST) > 0) {
            throw new TypeConversionException("\"" + text + "\" is no rate from 1 byte to 2 GB a second");
        }
        return rate.longValue();
    }
}
