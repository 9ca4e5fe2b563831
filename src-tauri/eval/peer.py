"""Groups the texts of a CSV file (text,label) with BERTopic's defaults, from vectors that are there already.

    python peer.py VECTORS TEXTS.csv

Prints the processor seconds of the grouping, then the topic of each text, one a line. Compiling is not counted: a few
texts are grouped first.
"""

import csv
import sys
import time

import numpy
from bertopic import BERTopic

WIDTH = 384


def main(vectors, texts):
    with open(texts, encoding="utf-8-sig", errors="replace", newline="") as file:
        documents = [row[0] for row in csv.reader(file)][1:]
    points = numpy.fromfile(vectors, dtype="<f4").reshape(-1, WIDTH)
    BERTopic().fit_transform(documents[:500], points[:500])
    began = time.process_time()
    topics, _ = BERTopic().fit_transform(documents, points)
    print(time.process_time() - began)
    for topic in topics:
        print(topic)


main(*sys.argv[1:])
