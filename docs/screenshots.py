"""Draw docs/pictures from the sample feeds: SVG by Textual, PNG by headless Chromium where it is there.

python docs/screenshots.py [--output docs/pictures]
"""
