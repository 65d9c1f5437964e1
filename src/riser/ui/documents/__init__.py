"""Documents that leave the house: PDF, PNG, Word and Excel files made from frozen values.

`pdf` renders a template with the tokens of the pages and refuses to fetch anything; `png` draws its first
pages; `Word` and `Book` build files that people go on writing in; `cells` tells the one rule that keeps a
name from becoming a formula; `names` makes file names from titles. No row, no request, no clock here.
"""
