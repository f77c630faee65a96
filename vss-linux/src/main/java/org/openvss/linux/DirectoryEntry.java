package org.openvss.linux;

/**
 * A name in a folder.
 *
 * @param name name, carrying its bytes; never {@code .} or {@code ..}
 * @param inode number of the file within its file system
 * @param type kind of the file, {@link FileType#UNKNOWN} if the file system does not say
 */
public record DirectoryEntry(String name, long inode, FileType type) {}
