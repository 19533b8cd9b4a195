package dev.sfa.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The library's tracks. */
public final class TrackStore {
    private static final String SELECT =
            "SELECT id, title, artist, album, duration, source_url, spotify_id, content_hash, path, file_size, format,"
                    + " sample_rate, channels, created_at FROM tracks ";

    private final Jdbi jdbi;

    public TrackStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Runs {@code work} in one transaction. */
    public void inTransaction(Consumer<Handle> work) {
        jdbi.useTransaction(work::accept);
    }

    public Optional<Track> find(String id) {
        return one(SELECT + "WHERE id = :value", id);
    }

    /** @param contentHash SHA-256, lower-case hexadecimal */
    public Optional<Track> findByHash(String contentHash) {
        return one(SELECT + "WHERE content_hash = :value", contentHash);
    }

    /** Those whose files are so long, in bytes: nothing else can have the content of such a file. */
    public List<Track> findBySize(long fileSize) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE file_size = :size")
                .bind("size", fileSize)
                .map(TrackStore::track)
                .list());
    }

    /** Ids of tracks whose content hash has not been found out yet, oldest first. */
    public List<String> unhashed() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM tracks WHERE content_hash IS NULL ORDER BY created_at")
                        .mapTo(String.class)
                        .list());
    }

    /**
     * Adds the hash of a track that has none, if there is still such a track, and no other of this content.
     *
     * @param contentHash SHA-256, lower-case hexadecimal
     */
    public void addHash(String id, String contentHash) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE tracks SET content_hash = :hash WHERE id = :id AND content_hash IS NULL"
                                + " AND NOT EXISTS (SELECT 1 FROM tracks WHERE content_hash = :hash)")
                .bind("hash", contentHash)
                .bind("id", id)
                .execute());
    }

    private Optional<Track> one(String sql, String value) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("value", value)
                .map(TrackStore::track)
                .findOne());
    }

    /** Tracks whose id starts so, at most ten. */
    public List<Track> findByPrefix(String prefix) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE id >= :from AND id < :to LIMIT 10")
                .bind("from", prefix)
                .bind("to", IdPrefix.after(prefix))
                .map(TrackStore::track)
                .list());
    }

    /** Newest first. */
    public Paged<Track> list(Page page) {
        return jdbi.withHandle(handle -> new Paged<>(
                handle.createQuery(SELECT + "ORDER BY created_at DESC, id DESC LIMIT :size OFFSET :offset")
                        .bind("size", page.size())
                        .bind("offset", page.offset())
                        .map(TrackStore::track)
                        .list(),
                page,
                handle.createQuery("SELECT COUNT(*) FROM tracks")
                        .mapTo(Long.class)
                        .one()));
    }

    public void insert(Track track) {
        jdbi.useHandle(handle -> insert(handle, track));
    }

    /** Within the caller's transaction. */
    public void insert(Handle handle, Track track) {
        handle.createUpdate("INSERT INTO tracks (id, title, artist, album, duration, source_url, spotify_id,"
                        + " content_hash, path, file_size, format, sample_rate, channels, created_at) VALUES (:id,"
                        + " :title, :artist, :album, :duration, :source_url, :spotify_id, :content_hash, :path,"
                        + " :file_size, :format, :sample_rate, :channels, :created_at)")
                .bind("id", track.id())
                .bind("title", track.title())
                .bind("artist", track.artist())
                .bind("album", track.album())
                .bind("duration", track.duration())
                .bind("source_url", track.sourceUrl())
                .bind("spotify_id", track.spotifyId())
                .bind("content_hash", track.contentHash())
                .bind("path", track.path())
                .bind("file_size", track.fileSize())
                .bind("format", track.format())
                .bind("sample_rate", track.sampleRate())
                .bind("channels", track.channels())
                .bind("created_at", track.createdAt().toEpochMilli())
                .execute();
    }

    /**
     * Changes what a track is called; its file keeps its name, which results and other clients hold.
     *
     * @param album null for not known
     * @return whether there is such a track
     */
    public boolean rename(String id, String title, String artist, String album) {
        return jdbi.withHandle(handle ->
                handle.createUpdate("UPDATE tracks SET title = :title, artist = :artist, album = :album WHERE id = :id")
                                .bind("title", title)
                                .bind("artist", artist)
                                .bind("album", album)
                                .bind("id", id)
                                .execute()
                        > 0);
    }

    /** Removes the row, and with it the rows of its stems and its analysis; the files are the caller's. */
    public boolean delete(String id) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM tracks WHERE id = :id")
                        .bind("id", id)
                        .execute()
                > 0);
    }

    private static Track track(ResultSet row, StatementContext context) throws SQLException {
        return new Track(
                row.getString("id"),
                row.getString("title"),
                row.getString("artist"),
                row.getString("album"),
                row.getDouble("duration"),
                row.getString("source_url"),
                row.getString("spotify_id"),
                row.getString("content_hash"),
                row.getString("path"),
                row.getLong("file_size"),
                row.getString("format"),
                row.getInt("sample_rate"),
                row.getInt("channels"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
