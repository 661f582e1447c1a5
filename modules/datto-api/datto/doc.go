package datto
