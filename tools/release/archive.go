package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"time"
)

// archived is a file in an archive.
type archived struct {
	name    string // with slashes
	program bool   // may be run
	content []byte
}

func (a archived) mode() int64 {
	if a.program {
		return 0o755
	}
	return 0o644
}

func byName(a, b archived) int { return strings.Compare(a.name, b.name) }

// tarArchive packs files into one directory, so that unpacking makes no mess. Owner, order and time are the same wherever it is made.
func tarArchive(dir string, files []archived, when time.Time) ([]byte, error) {
	var out bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(compressed)
	for _, file := range slices.SortedFunc(slices.Values(files), byName) {
		if err := archive.WriteHeader(&tar.Header{
			Typeflag: tar.TypeReg,
			Name:     dir + "/" + file.name,
			Mode:     file.mode(),
			Size:     int64(len(file.content)),
			ModTime:  when,
			Format:   tar.FormatUSTAR,
		}); err != nil {
			return nil, err
		}
		if _, err := archive.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	if err := compressed.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// zipArchive packs files without a directory of their own: Windows unpacks an archive into one of its name.
func zipArchive(files []archived, when time.Time) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range slices.SortedFunc(slices.Values(files), byName) {
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
