"""How the tables came to be as they are, one step a file.

A step is written out in full and never refers to `bot.storage.tables`, which goes on changing. Its number is
`bot.storage.layout.REVISION` of the release that brings it. The previous release goes on working while a step is taken
and for some time after: so add first, and take away a release later. Where it cannot go on, the step says so, for which
it sets `oldest` in the table `layout` to its own number.
"""
