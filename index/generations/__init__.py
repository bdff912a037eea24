"""The folder of an index: written anew beside the old, switched to in one step."""
