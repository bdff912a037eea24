"""What a text says: words, sentences, dates, quantities, names. Internal to Loccit.

It exports nothing: the other packages import from its modules.
"""
