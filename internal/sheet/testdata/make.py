"""Makes the fixtures that other programs' libraries write: python3 make.py, with openpyxl 3.0.9 and XlsxWriter 3.0.2 (Debian: python3-openpyxl,
python3-xlsxwriter).

The figures are made up.
"""
import datetime
import openpyxl
import xlsxwriter

when = datetime.datetime(2024, 11, 21, 17, 0)
units = [("001", "Quận Ba Đình", 91234, 120000), ("002", "Quận Hoàn Kiếm", 60500, 80000),
         ("009", "Thanh Xuân", 1234, 150000), ("281", "Huyện Ứng Hoà", 48765, 99000)]

# openpyxl: merged title, hidden first sheet, an as-of date beside its label, text with Vietnamese grouping, a row of totals.
book = openpyxl.Workbook()
book.active.title = "Nháp"
book.active["A1"] = "Mã"
book.active.sheet_state = "hidden"
s = book.create_sheet("Số liệu")
s.append(["KẾT QUẢ CÀI ĐẶT iHanoi (số liệu mẫu)"])
s.merge_cells("A1:E1")
s.append(["Tính đến:", None, when])
s.append(["Nguồn: Số liệu mẫu để kiểm thử"])
s.append([])
s.append(["TT", "Mã", "Đơn vị", "Kết quả", None])
s.append([None, None, None, "Số tài khoản", "Chỉ tiêu"])
for r in ("A5:A6", "B5:B6", "C5:C6", "D5:E5"):
    s.merge_cells(r)
s.append(["(1)", "(2)", "(3)", "(4)", "(5)"])
for i, (code, name, value, target) in enumerate(units, 1):
    s.append([i, code, name, f"{value:,}".replace(",", "."), target])
s.append([None, None, "Tổng cộng", sum(u[2] for u in units), sum(u[3] for u in units)])
s.append([])
s.append([None, None, None, "Người lập biểu"])
book.save("openpyxl.xlsx")

# XlsxWriter: codes as numbers without zeros, stored values of formulas, dates in a column, percentages beside.
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
s = book.add_worksheet()
date = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
count = book.add_format({"num_format": "#,##0"})
percent = book.add_format({"num_format": "0.0%"})
s.write_row(0, 0, ["Mã đơn vị", "Quận, huyện", "Số tài khoản", "Tỷ lệ", "Dân số 15+", "Tính đến", "Nguồn"])
for i, (code, name, value, target) in enumerate(units, 1):
    s.write_number(i, 0, int(code))
    s.write(i, 1, name)
    s.write_formula(i, 2, f"=1*{value}", count, value)
    s.write_formula(i, 3, f"=C{i+1}/E{i+1}", percent, value / target)
    s.write(i, 4, target, count)
    s.write_datetime(i, 5, when, date)
    s.write(i, 6, "Số liệu mẫu")
s.write(5, 1, "Tổng")
s.write_formula(5, 2, "=SUM(C2:C5)", count, sum(u[2] for u in units))
book.close()

# The same rows as Excel's "Unicode text", and as its CSV where the list separator is a semicolon.
lines = [["Mã", "Đơn vị", "Giá trị", "Tính đến", "Nguồn"]] + [[c, n, f"{v:,}".replace(",", "."), "21/11/2024 17:00", "Số liệu mẫu"] for c, n, v, _ in units]
open("unicode-text.txt", "wb").write("\r\n".join("\t".join(l) for l in lines).encode("utf-16"))
open("semicolon.csv", "wb").write(b"\xef\xbb\xbf" + "\r\n".join(";".join(l) for l in lines).encode())
# What Excel of a Vietnamese Windows writes without being asked for UTF-8: one byte a letter, tones as marks of their own.
open("windows-1258.csv", "wb").write(b"M\xe3,\xd0\xbdn v\xf2i,Gi\xe1 tr\xf2i\r\n001,Qu\xe2\xf2n Ba \xd0\xecnh,5\r\n")
