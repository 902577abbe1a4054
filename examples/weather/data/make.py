"""Writes weather.csv from the package vega_datasets 0.9.0, which has it of NOAA. usage: python make.py"""

from pathlib import Path

from vega_datasets import local_data

table = local_data.seattle_weather()
table["day_of_year"] = table["date"].dt.day_of_year
table.to_csv(Path(__file__).with_name("weather.csv"), index=False)
