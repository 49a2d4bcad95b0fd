// Package outputdir keeps a tree of files in a folder that is not its own: it writes,
// changes and removes the files it wrote, and no others.
//
// A list of checksums in the folder says which files are its own and what they were when
// it wrote them. [Write] compares first and writes what differs; it is atomic, and a write
// that is killed needs no recovery. [Check] reports what differs, which includes files of
// others in the folders of the tree. What a tree may hold is the caller's to say; see [Tree].
package outputdir
