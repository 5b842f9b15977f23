"""An invented council and the invented lives of its young people, for the demo, for tests of size and for bench/.

Nobody here exists. The same seed and day give the same people, whatever else is loaded.
"""
