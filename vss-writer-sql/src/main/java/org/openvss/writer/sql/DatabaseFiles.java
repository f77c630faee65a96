package org.openvss.writer.sql;

import java.util.List;

/**
 * Where a server keeps its data, as the server itself says: all of it must be in a set that is to
 * be complete.
 *
 * @param places the folders, the data folder first; none lies below another one on the same volume
 */
public record DatabaseFiles(List<Place> places) {
    /** Copies the list. */
    public DatabaseFiles {
        places = List.copyOf(places);
    }

    /**
     * One folder.
     *
     * @param purpose what it holds, for people, for instance {@code data folder}
     * @param path absolute path
     */
    public record Place(String purpose, String path) {}

    /** Returns the paths in order. */
    public List<String> paths() {
        return places.stream().map(Place::path).toList();
    }
}
